import { m } from '#lib/i18n.ts';
import type { BackupStop } from '#lib/server/backup/backup-stop.ts';

/** Sentence for what ended a backup or a restore before anything was done. */
export function backupStopSentence({ code, detail }: BackupStop): string {
	switch (code) {
		case 'exists':
			return m.backup_stop_exists({ detail });
		case 'part_exists':
			return m.backup_stop_part_exists({ detail });
		case 'not_writable':
			return m.backup_stop_not_writable({ detail });
		case 'no_database':
			return m.backup_stop_no_database();
		case 'migrated':
			return m.backup_stop_migrated();
		case 'stopped':
			return m.backup_stop_stopped();
		case 'unreadable':
			return m.backup_stop_unreadable({ detail });
		case 'not_ours':
			return m.backup_stop_not_ours({ detail });
		case 'newer_format':
			return m.backup_stop_newer_format({ detail });
		case 'newer_schema':
			return m.backup_stop_newer_schema({ detail });
		case 'unknown_table':
			return m.backup_stop_unknown_table({ detail });
		case 'unknown_column':
			return m.backup_stop_unknown_column({ detail });
		case 'truncated':
			return m.backup_stop_truncated({ detail });
		case 'damaged':
			return m.backup_stop_damaged({ detail });
		case 'changed':
			return m.backup_stop_changed();
		case 'too_large':
			return m.backup_stop_too_large({ detail });
		case 'not_empty':
			return m.backup_stop_not_empty();
		case 'newer_database':
			return m.backup_stop_newer_database({ detail });
		case 'held':
			return m.backup_stop_held({ detail });
	}
}
