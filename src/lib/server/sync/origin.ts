/**
 * By which road an operation came, as custody keeps it: `phone`, `desk`, `import`, `self`, or `file:<account>` with the
 * account of who brought the file to the desk. `file` alone is from before that was kept.
 */
export type Origin = 'phone' | 'desk' | 'import' | 'self' | `file:${string}`;

const FILE = 'file';

export const isFromFile = (origin: string): boolean => origin.split(':')[0] === FILE;

/** Who brought the file, or null where it came by another road or nobody knows. */
export function bringerOf(origin: string | null): string | null {
	return origin?.startsWith(`${FILE}:`) ? origin.slice(FILE.length + 1) : null;
}

/** The road without who went it. */
export const roadOf = (origin: string): string => origin.split(':')[0] ?? origin;

/**
 * What a person does on a phone, and so all that a file of unsent work can hold. Nobody has signed what is in a file: a
 * decision comes only from whoever is signed in.
 */
const FILE_VERBS: ReadonlySet<string> = new Set(['create', 'amend', 'ask-correction']);

/** True where an operation of this verb may come by this road. */
export const mayCome = (origin: string, verb: string): boolean => !isFromFile(origin) || FILE_VERBS.has(verb);
