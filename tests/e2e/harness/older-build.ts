import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './server.ts';

const COPIED = ['src', 'static', 'package.json', 'svelte.config.js', 'vite.config.ts', 'tsconfig.json'];

/** Another version of the product in a folder of its own: the same sources, built as a version that is not this one. */
export class OlderBuild {
	readonly root = mkdtempSync(join(tmpdir(), 'liangfeng-older-'));

	/** Copies and builds; takes 10-60 s. Throws with the build's output when it fails. */
	constructor() {
		for (const name of COPIED) cpSync(join(ROOT, name), join(this.root, name), { recursive: true });
		symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'), 'dir');
		const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
		const built = spawnSync(process.execPath, [vite, 'build'], { cwd: this.root, encoding: 'utf8' });
		if (built.status !== 0)
			throw new Error(`The older version cannot be built:\n${built.stdout}${built.stderr}`);
	}

	dispose(): void {
		rmSync(this.root, { recursive: true, force: true });
	}
}
