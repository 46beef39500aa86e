/**
 * Says in one sentence what to do when the running Node is too old for the product.
 * Runs before every other command: a native module would otherwise crash without a message.
 */
const MINIMUM = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1])) {
	console.error(
		`Liangfeng needs Node ${MINIMUM.join('.')} or later, this is ${process.versions.node}. ` +
			'On Linux and Windows run the commands through npm (it brings its own Node); on macOS install Node 24.7 or later.'
	);
	process.exit(1);
}
