/** Which rows PostgreSQL looked at for a statement, by its own count (`explain (analyze, format json)`). */
export interface PlanNode {
	readonly 'Node Type': string;
	readonly 'Relation Name'?: string;
	readonly 'Actual Rows': number;
	readonly 'Actual Loops': number;
	readonly 'Rows Removed by Filter'?: number;
	readonly 'Rows Removed by Index Recheck'?: number;
	readonly Plans?: readonly PlanNode[];
}

export interface Visits {
	/** Rows of the answer, or of a part of it that has a limit of its own. */
	readonly given: number;
	/** Rows looked at, those thrown away included, by table. */
	readonly tables: Readonly<Record<string, number>>;
}

/** Counts of a node are those of one of its loops. What a bitmap found in an index is counted where its rows are read. */
export function visitedIn(root: PlanNode): Visits {
	const tables: Record<string, number> = {};
	let given = root['Actual Rows'];
	const count = (node: PlanNode): void => {
		const table = node['Relation Name'];
		const read =
			node['Actual Rows'] +
			(node['Rows Removed by Filter'] ?? 0) +
			(node['Rows Removed by Index Recheck'] ?? 0);
		if (table !== undefined) tables[table] = (tables[table] ?? 0) + Math.round(read * node['Actual Loops']);
		if (node['Node Type'] === 'Limit') given = Math.max(given, node['Actual Rows']);
		for (const below of node.Plans ?? []) count(below);
	};
	count(root);
	return { given, tables };
}
