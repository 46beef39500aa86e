/** Region under which a coordinator finds a refused or parked operation; the record's own region goes first later. */
export function regionHint(value: unknown): string | null {
	if (typeof value !== 'object' || value === null) return null;
	const { scope, body } = value as { scope?: unknown; body?: unknown };
	const inBody = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
	for (const text of [inBody['region'], typeof scope === 'string' ? scope.replace(/^area:/, '') : null]) {
		if (typeof text === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(text)) return text;
	}
	return null;
}
