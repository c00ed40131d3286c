/** What is wrong with a routing file: first by path (a finding), then with the place in the text (a problem). */

export type Path = readonly (string | number)[];

export interface Finding {
  path: Path;
  /** What is wrong and what would be right, to be read after the path. */
  message: string;
  /** Whether the key itself is wrong, not what stands under it. */
  at?: 'key';
}

export interface Problem {
  /** Path of another file that the routing file names, whose lines these are; its columns do not count. */
  file?: string;
  /** Both count from 1. */
  line: number;
  column: number;
  /** As in `pools[1].members[0]`; empty for the file as a whole. */
  path: string;
  message: string;
}

export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** One line per problem, in the form that editors and terminals make a link of: `dibs.yaml:12:7 path: message`. */
export function formatProblems(fileName: string, problems: readonly Problem[]): string {
  return problems
    .map(({ file, line, column, path, message }) => {
      const place = file === undefined ? `${fileName}:${line}:${column}` : `${file}:${line}`;
      return `${place} ${path === '' ? '' : `${path}: `}${message}`;
    })
    .join('\n');
}
