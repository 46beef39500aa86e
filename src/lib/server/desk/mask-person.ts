/** A person's name or number as those see it who do not handle the record: the first character, the rest starred. */
export function maskPerson(text: string): string {
	const characters = [...text.trim()];
	if (characters.length === 0) return '';
	if (/^[\d+ -]{5,}$/.test(text))
		return `${characters.slice(0, 3).join('')}****${characters.slice(-3).join('')}`;
	return `${characters[0] ?? ''}${'*'.repeat(Math.min(3, Math.max(1, characters.length - 1)))}`;
}
