import { m } from '#lib/i18n.ts';
import type { Locale } from '#lib/records/kind.ts';

type Params = Readonly<Record<string, string | number>>;
type Message = (params: Params, options: { locale: Locale }) => string;
const messages = m as unknown as Readonly<Record<string, Message | undefined>>;

/** The sentence of a message key that is only known at run time (labels, rules), or the key itself when there is none. */
export function messageText(key: string, locale: Locale, params: Params = {}): string {
	return messages[key]?.(params, { locale }) ?? key;
}
