import { expect, it } from 'vitest';
import { isUuid } from '#lib/domain/ids.ts';
import { uuidV5 } from './uuid-v5.ts';

it('agrees with the example of RFC 9562, appendix A.4', () => {
	expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
		'2ed6657d-e927-568b-95e1-2665a8aea6a2'
	);
});

it('is an accepted record id', () => {
	expect(isUuid(uuidV5('e94bf6f3-9d99-5072-a32d-1ab7c2f71ae0', 'create'))).toBe(true);
});
