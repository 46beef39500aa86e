/** What a typed number was read as. `text` is how it is said back (`12000 人次`, `77瓶`), '' for the plain figure. */
export type NumberReading =
	| {
			readonly ok: true;
			readonly value: number | null;
			/** The person must say that this is what was meant (1.2万, an unusually large figure). */
			readonly confirm: boolean;
			readonly text: string;
	  }
	| { readonly ok: false; readonly text: string };

/** Reads plain digits, full-width digits and thousands separators; anything else is not read. */
export function plainNumber(text: string): NumberReading {
	const plain = text
		.normalize('NFKC')
		.replace(/[\s,，]/g, '')
		.trim();
	if (plain === '') return { ok: true, value: null, confirm: false, text: '' };
	if (!/^\d{1,9}(\.\d{1,3})?$/.test(plain)) return { ok: false, text: '' };
	return { ok: true, value: Number(plain), confirm: false, text: '' };
}
