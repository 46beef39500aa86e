/** A phone with its real storage and engine, joined to the server's real push and pull. */
import { createTestPhone, type TestPhone } from '#tests/phone/test-phone.ts';
import type { Deployment, Person } from './deployment.ts';
import { serve } from './serve-phone.ts';

/** @param cut true loses the answer on the way */
export async function phoneOf(
	deployment: Deployment,
	person: Person,
	name: string,
	cut?: () => boolean
): Promise<TestPhone> {
	const device = deployment.device(name);
	const http = serve(deployment.database, person, device, () => deployment.now);
	return createTestPhone({
		account: person,
		deviceId: device,
		start: deployment.now.getTime(),
		http: () => async (request) => {
			const answer = await http(request);
			if (cut?.()) throw new Error('cut');
			return answer;
		}
	});
}
