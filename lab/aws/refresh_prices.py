"""Make prices.json anew from Karpenter's public table of On-Demand prices.

    go mod download -json github.com/aws/karpenter-provider-aws@v1.14.0     (prints "Dir")
    python lab/aws/refresh_prices.py DIR/pkg/providers/pricing/zz_generated.pricing_aws.go v1.14.0

Only figures are taken, of the families below: USD per hour by type, and the date of reading. That
table covers us-east-1 alone.
"""

import json
import re
import sys
from itertools import groupby
from pathlib import Path

FAMILIES = frozenset(
    'c4 c5 c5a c5d c5n c6a c6g c6i c6id c7a c7g c7i c7i-flex c8g g4dn g5 g6 i3 i4i '
    'm4 m5 m5a m5ad m5d m5n m6a m6g m6i m6id m7a m7g m7i m7i-flex m8g '
    'r4 r5 r5a r5d r5n r6a r6g r6i r6id r7a r7g r7i r8g t2 t3 t3a t4g'.split()
)
_PRICE = re.compile(r'"([a-z0-9-]+)\.([a-z0-9-]+)": ([0-9.]+)')


def main(source: Path, version: str) -> None:
    text = source.read_text()
    read_at = re.search(r'generated at (\S+) for (\S+)', text)
    if read_at is None:
        raise SystemExit(f'{source} has no "generated at" line: is it the generated price table?')
    found = sorted(row for row in _PRICE.findall(text) if row[0] in FAMILIES)
    lines = [
        '    ' + ', '.join(f'"{family}.{size}": {float(price):g}' for _, size, price in rows)
        for family, rows in groupby(found, key=lambda row: row[0])
    ]
    head = {
        'source': f'github.com/aws/karpenter-provider-aws {version}, pkg/providers/pricing',
        'readAt': read_at[1],
        'region': read_at[2],
        'unit': 'USD per hour, On-Demand, Linux, shared tenancy',
    }
    top = ''.join(f'  {json.dumps(key)}: {json.dumps(value)},\n' for key, value in head.items())
    table = '{\n' + top + '  "onDemand": {\n' + ',\n'.join(lines) + '\n  }\n}\n'
    json.loads(table)
    (Path(__file__).parent / 'prices.json').write_text(table)


if __name__ == '__main__':
    main(Path(sys.argv[1]), sys.argv[2])
