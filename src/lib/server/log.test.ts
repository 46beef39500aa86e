import { expect, it } from 'vitest';
import { quietPath } from './log.ts';

it.each([
	['/', '/'],
	['/desk/review?q=王示安', '/desk/review'],
	['/records/018f2a3c-0000-7000-8000-000000000000/edit', '/records/:id/edit'],
	['/desk/people/U0004', '/desk/people/:id'],
	['/setup/abcdefghijklmnopqrstuvwxyz', '/setup/:id'],
	['/%E7%8E%8B', '/:id'],
	['/_app/immutable/chunks/x.js', '/_app/:asset'],
	['/manifest.webmanifest', '/manifest.webmanifest']
])('%s is logged as %s', (address, logged) => {
	expect(quietPath(address)).toBe(logged);
});
