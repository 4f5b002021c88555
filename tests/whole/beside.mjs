// beside - runs a script against a running office and adds up what it passed and failed.
import { spawn } from 'node:child_process';

export async function beside(script, env) {
    const child = spawn(process.execPath, [script], { env: { ...process.env, ...env } });
    let out = '';
    const hear = (piece) => {
        out += piece;
        process.stdout.write(piece);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const code = await new Promise((done) => child.on('exit', done));
    const [, passed, failed] = out.match(/^(\d+) passed, (\d+) failed/m) ?? [0, 0, 1];
    return { passed: Number(passed), failed: Number(failed) || (code ? 1 : 0) };
}

export function conclude(results) {
    const passed = results.reduce((sum, one) => sum + one.passed, 0);
    const failed = results.reduce((sum, one) => sum + one.failed, 0);
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed ? 1 : 0);
}
