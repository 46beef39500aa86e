import { m } from '#lib/i18n.ts';
import type { BadEntry, DifferingEntry } from '#lib/server/import/bad-entry.ts';
import type { ImportStop } from '#lib/server/import/read-folder.ts';
import type { ImportReport } from '#lib/server/import/run-import.ts';

export function stopSentence({ code, file, detail }: ImportStop): string {
	switch (code) {
		case 'no_folder':
			return m.import_stop_no_folder({ file });
		case 'empty_folder':
			return m.import_stop_empty_folder({ file });
		case 'not_json':
			return m.import_stop_not_json({ file, detail });
		case 'wrong_shape':
			return m.import_stop_wrong_shape({ file, detail });
		case 'unreadable':
			return m.import_stop_unreadable({ file, detail });
	}
}

function badReason({ code, detail }: BadEntry): string {
	switch (code) {
		case 'shape':
			return m.import_bad_shape({ detail });
		case 'twice':
			return m.import_bad_twice({ detail });
		case 'unknown_code':
			return m.import_bad_unknown_code({ detail });
		case 'review_missing':
			return m.import_bad_review_missing({ detail });
		case 'login_taken':
			return m.import_bad_login_taken({ detail });
		case 'refused':
			return m.import_bad_refused({ detail });
	}
}

const line = ({ file, index, entry }: BadEntry | DifferingEntry, reason: string) =>
	m.import_entry_line({ file, index, entry, reason });

/** What an import did, sentence by sentence. */
export function reportSentences(report: ImportReport): string[] {
	const { lists, records, acts, unchanged, bad, differing, missing } = report;
	const lines: string[] = [];
	if (missing.length > 0) lines.push(m.import_missing({ files: missing.join(', ') }));
	lines.push(
		lists + acts + records === 0
			? m.import_nothing({ n: unchanged })
			: m.import_done({ lists, records, acts, n: unchanged })
	);
	if (differing.length > 0) {
		lines.push(m.import_differing_count({ n: differing.length }));
		for (const entry of differing) lines.push(line(entry, m.import_differs({ detail: entry.detail })));
	}
	if (bad.length > 0) {
		lines.push(m.import_bad_count({ n: bad.length }));
		for (const entry of bad) lines.push(line(entry, badReason(entry)));
	}
	return lines;
}
