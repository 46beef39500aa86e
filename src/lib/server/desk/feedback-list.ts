import { sql } from 'kysely';
import type { FeedbackBody } from '#lib/records/feedback/body.ts';
import { kindOf } from '#lib/records/index.ts';
import type { DeskContext } from './desk-context.ts';
import { namesOf } from './record-sheet.ts';

export interface ListedFeedback {
	readonly id: string;
	readonly topic: 'complaint' | 'suggestion' | 'question';
	readonly text: string;
	readonly contact: string;
	readonly byName: string;
	readonly receivedAt: string;
}

/** Complaints and suggestions, newest first: the city administrators' only; nobody else is given any. */
export async function listFeedback(context: DeskContext, limit = 200): Promise<readonly ListedFeedback[]> {
	if (!context.rights.administers) return [];
	const rows = await context.sql
		.selectFrom('record')
		.select(['id', 'recorder', 'body', 'received_at'])
		// Written out: the index in the order of arrival holds this kind alone.
		.where('kind', '=', sql.lit('feedback'))
		.orderBy('received_at', 'desc')
		.limit(limit)
		.execute();
	const names = await namesOf(
		context,
		rows.map((row) => row.recorder)
	);
	return rows.flatMap((row) => {
		const read = kindOf('feedback')?.schema.safeParse(JSON.parse(row.body));
		if (!read?.success) return [];
		const { topic, text, contact } = read.data as FeedbackBody;
		return [
			{
				id: row.id,
				topic,
				text,
				contact,
				byName: names.get(row.recorder) ?? row.recorder,
				receivedAt: row.received_at
			}
		];
	});
}
