import type { IconName } from './icons.ts';

/** Weight of a status. Never by colour alone: each tone has its icon. */
export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'info';

export const toneIcons: Readonly<Record<Tone, IconName | null>> = {
	plain: null,
	ok: 'check',
	warn: 'warn',
	bad: 'stop',
	info: 'info'
};
