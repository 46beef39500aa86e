/** 胡示溪 as 胡**: what an auditor sees of a name. Counts characters, not UTF-16 units. */
export function maskedName(name: string): string {
	const [first = '', ...rest] = [...name];
	return first + '*'.repeat(rest.length);
}

/** 13800001234 as 138****1234, 0794-8260000 as 0794-****000; a short number keeps its last two digits. */
export function maskedPhone(phone: string): string {
	const landline = /^(\d{3,4}-)\d+(\d{3})$/.exec(phone);
	if (landline) return `${landline[1] ?? ''}****${landline[2] ?? ''}`;
	if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
	return phone === '' ? '' : `****${phone.slice(-2)}`;
}
