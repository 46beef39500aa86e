/** Truth 7: no answer carries what its account may not see. */
import type { PullResponse } from '#lib/protocol/pull.ts';
import { isStockRow } from '#lib/protocol/stock-view.ts';
import type { RecordView } from '#lib/protocol/record-view.ts';
import type { Memory } from './memory.ts';
import { maySee, standingGrants } from './readable.ts';
import { placesOf } from './stock/watch-stock.ts';
import type { SimServer } from './server.ts';

export function watchAnswer(server: SimServer, memory: Memory, account: string, content: PullResponse): void {
	const rows = content.pages.flatMap((page) => page.rows);
	if (rows.length === 0) return;
	const grants = standingGrants(server, account);
	const stock = new Set(placesOf(account, grants, server));
	for (const { scope } of content.pages)
		if (/^(store|held):/.test(scope) && !stock.has(scope.replace(/^held:/, '')))
			memory.fail(7, `${account} was sent the stock of ${scope}`);
	for (const row of rows) {
		if (row.kind.startsWith('ref:') || row.gone || isStockRow(row.kind)) continue;
		const view = row.body as RecordView;
		const { team, sessionId } = view.body as { team: string | null; sessionId?: string };
		const { id, kind, rev, state, region, recorder } = view;
		const [parent, body] = [sessionId ?? null, JSON.stringify(view.body)];
		const conflicts = view.conflicts.length;
		const facts = { id, kind, rev, state, region, recorder, team, conflicts, parent, body };
		if (!maySee(account, grants, facts, server))
			memory.fail(7, `${account} was sent ${id} of ${recorder} in ${region}`);
	}
}
