/** 胡示溪 as 胡**: a name as those see it who do not handle the record. How long it is stays hidden too. */
export function maskName(name: string): string {
	const [first = ''] = name.trim();
	return first === '' ? '' : `${first}**`;
}
