"""capacity.py, instance_types.py and prices.py, without a server"""

import unittest

from tests.lab import prepare

prepare()

import prices  # noqa: E402
from capacity import Distribution, Member, first_to_end, next_pool, on_demand_target  # noqa: E402
from instance_types import offered_in, types_meeting  # noqa: E402


class OnDemandTarget(unittest.TestCase):
    def test_share_is_rounded_up_in_favour_of_on_demand(self) -> None:
        table = [
            # desired, base, percentage above the base, On-Demand
            (10, 0, 100, 10),
            (10, 0, 0, 0),
            (10, 2, 0, 2),
            (1, 2, 0, 1),
            (5, 0, 50, 3),
            (6, 1, 40, 3),
        ]
        for desired, base, percentage, expected in table:
            with self.subTest(desired=desired, base=base, percentage=percentage):
                distribution = Distribution(base, percentage)
                self.assertEqual(expected, on_demand_target(desired, distribution))


class Pools(unittest.TestCase):
    def pool(self, strategy: str, members: list[Member]) -> Member | None:
        cost = {'a': 0.3, 'b': 0.2, 'c': 0.21}
        return next_pool(
            members,
            ['a', 'b', 'c'],
            ['z1', 'z2'],
            'spot',
            Distribution(0, 0, 'prioritized', strategy),
            lambda kind, zone: (kind, zone) != ('b', 'z2'),
            lambda kind, zone, lifecycle: cost[kind],
        )

    def test_strategy_chooses_the_type(self) -> None:
        self.assertEqual(Member('b', 'z1', 'spot'), self.pool('lowest-price', []))
        first = self.pool('capacity-optimized-prioritized', [])
        self.assertEqual(Member('a', 'z1', 'spot'), first)

    def test_emptiest_zone_comes_first_and_offers_what_it_has(self) -> None:
        members = [Member('b', 'z1', 'spot')]
        self.assertEqual(Member('c', 'z2', 'spot'), self.pool('lowest-price', members))

    def test_capacity_strategies_spread_over_pools(self) -> None:
        members = [Member('b', 'z1', 'spot'), Member('c', 'z2', 'spot')]
        spread = self.pool('price-capacity-optimized', members)
        self.assertEqual(Member('c', 'z1', 'spot'), spread)

    def test_scale_in_keeps_zones_and_lifecycles_in_balance(self) -> None:
        members = [
            Member('a', 'z1', 'on-demand'),
            Member('a', 'z2', 'spot'),
            Member('b', 'z2', 'on-demand'),
        ]
        distribution = Distribution(1, 0)
        self.assertEqual(2, first_to_end(members, 2, distribution, mixed=True))
        self.assertEqual(1, first_to_end(members, 2, distribution, mixed=False))


class Catalogue(unittest.TestCase):
    def test_requirements_select_types(self) -> None:
        cpus, memory = {'Min': 2, 'Max': 2}, {'Min': 8192, 'Max': 8192}
        found = types_meeting({'VCpuCount': cpus, 'MemoryMiB': memory})
        self.assertIn('m5.large', found)
        self.assertNotIn('t3.large', found)
        burstable = {'BurstablePerformance': 'required'}
        found = types_meeting({'VCpuCount': cpus, 'MemoryMiB': memory, **burstable})
        self.assertIn('t3.large', found)
        self.assertNotIn('m5.large', found)

    def test_spot_is_cheaper_than_on_demand_in_every_pool(self) -> None:
        for kind, full in prices.table()['onDemand'].items():
            for zone in ('us-east-1a', 'eu-west-1c'):
                spot = prices.spot(zone, kind)
                self.assertIsNotNone(spot)
                self.assertLess(spot or full, full)
        self.assertIsNone(prices.spot('us-east-1a', 'x99.large'))
        self.assertTrue(offered_in('us-east-1', 'us-east-1a', 'm5.large'))
