/** The empty page in which a subject's script runs. */
export const PAGE =
	'<!doctype html><meta charset="utf-8"><title>bench</title><script src="/bench.js"></script>';
