import { ownLines, type RegisterSource } from './register.ts';

/** How many lines a register has. It is read for it, so only for one that is short. */
export async function countLines(register: RegisterSource): Promise<number> {
	let lines = 0;
	for await (const group of register.groups()) lines += ownLines(group);
	return lines;
}
