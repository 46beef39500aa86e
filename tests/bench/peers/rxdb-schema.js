const id = { type: 'string', maxLength: 36 };
const day = { type: 'string', maxLength: 10 };

/** RxDB's schema of a handout; `more` are properties beyond its own. */
export function handoutSchema(more = {}) {
	const others = Object.keys(globalThis.patterns.templates[0]);
	return {
		version: 0,
		type: 'object',
		primaryKey: 'id',
		properties: { ...Object.fromEntries(others.map((name) => [name, {}])), id, date: day, ...more },
		required: ['id', 'date'],
		indexes: ['date']
	};
}
