/** How long each of `times` goes of some work takes, milliseconds. */
export async function timed(times, work) {
	const taken = [];
	for (let run = 0; run < times; run++) {
		const begun = performance.now();
		await work(run);
		taken.push(performance.now() - begun);
	}
	return taken;
}
