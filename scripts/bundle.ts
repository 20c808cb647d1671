/** Bundles build/src/main.js into dist/; with `--check` only compares. */

import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const root = join(import.meta.dirname, '..');
const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js');

function bundle(into: string): void {
  rmSync(into, {recursive: true, force: true});
  const args = ['build', join(root, 'build/src/main.js'), '-o', into, '--license', 'licenses.txt'];
  execFileSync(process.execPath, [ncc, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The files that differ between two folders; no subfolders are expected. */
function differences(a: string, b: string): string[] {
  const names = new Set([...readdirSync(a), ...readdirSync(b)]);
  const bytes = (folder: string, name: string) => {
    try {
      return readFileSync(join(folder, name)).toString('base64');
    } catch {
      return undefined; // not in this folder
    }
  };
  return [...names].filter((name) => bytes(a, name) !== bytes(b, name));
}

const dist = join(root, 'dist');
if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'kops-spot-dist-'));
  bundle(fresh);
  const different = differences(dist, fresh);
  rmSync(fresh, {recursive: true});
  if (different.length > 0) {
    console.error(
      `dist/ is not what the sources build (${different.join(', ')}). Run npm run bundle.`,
    );
    process.exit(1);
  }
  console.log('dist/ is what the sources build.');
} else {
  bundle(dist);
  console.log(`dist/: ${readdirSync(dist).length} files`);
}
