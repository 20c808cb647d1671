/** What is wrong so far, in all files, each thing once. */

import type {Code, Position, Problem} from '../../errors.js';
import {isBelow, type Path, pathText} from './path.js';

/** Where the parts of one document stand. */
export interface Places {
  readonly key: (path: Path) => Position;
  readonly value: (path: Path) => Position;
}

export interface Report {
  /** A problem at a value; what stands below it is not looked at any more. */
  readonly value: (code: Code, path: Path, message: string) => void;
  /** A problem at a key. */
  readonly key: (code: Code, path: Path, message: string) => void;
  /** A problem at a place of its own, which leaves the value at the path in use. */
  readonly other: (code: Code, path: Path, message: string, at: Position) => void;
  /** Says that the value at a path is already accounted for by another problem. */
  readonly settle: (path: Path) => void;
  /** Whether nothing above, at or below a path is in doubt. */
  readonly sound: (path: Path) => boolean;
  /** Whether a problem at this path or above it is known. */
  readonly known: (path: Path) => boolean;
  readonly settled: readonly Path[];
  readonly places: Places;
}

export function openReport(problems: Problem[], places: Places): Report {
  const settled: Path[] = [];
  const known = (path: Path) => settled.some((above) => isBelow(path, above));
  const other = (code: Code, path: Path, message: string, at: Position) => {
    const where = path.length === 0 ? '' : `${pathText(path)}: `;
    problems.push({code, message: where + message, at});
  };
  const add = (code: Code, path: Path, message: string, at: Position) => {
    if (known(path)) return;
    settled.push(path);
    other(code, path, message, at);
  };
  return {
    value: (code, path, message) => add(code, path, message, places.value(path)),
    key: (code, path, message) => add(code, path, message, places.key(path)),
    other,
    settle: (path) => settled.push(path),
    known,
    sound: (path) => !known(path) && !settled.some((below) => isBelow(below, path)),
    settled,
    places,
  };
}
