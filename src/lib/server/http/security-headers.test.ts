import { expect, it } from 'vitest';
import { answerHeaders, securityHeaders } from './security-headers.ts';

it('keeps of the headers of a page what means something for an answer in JSON', () => {
	const names = (origin: string) => Object.keys(answerHeaders(securityHeaders(origin, []))).sort();
	expect(names('http://localhost:3000')).toEqual(['cross-origin-resource-policy', 'x-content-type-options']);
	expect(names('https://example.org')).toContain('strict-transport-security');
});
