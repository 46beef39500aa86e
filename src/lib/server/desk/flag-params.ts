import type { Locale } from '#lib/records/kind.ts';
import { messageText } from './message-text.ts';

type Params = Readonly<Record<string, string | number>>;

/**
 * What goes into a flag's sentence. Words of a person (`text`: what a correction is asked for with) are as guarded as the
 * record: who does not read its texts does not read them either.
 * @param stored JSON, or null
 */
export function flagParams(stored: string | null, withheld: boolean, locale: Locale): Params {
	const params = stored ? (JSON.parse(stored) as Params) : {};
	return withheld && 'text' in params ? { ...params, text: messageText('desk_withheld', locale) } : params;
}
