// Runs the whole suite under the pinned Node, with a browser found or installed, and says in one last line how it ended.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { runInTerminal } from './launch.mjs'
import { ensureBrowser, ensureTestPrograms, nodeBinary, ROOT } from './set-up.mjs'

/**
 * Counts what the runner wrote down. A file that could not even be loaded counts as one failure, and so does a run that ended badly
 * although no test failed.
 * @param {string | null} report the runner's JSON report
 * @param {number} exitCode
 */
export function countResults(report, exitCode) {
  const {
    numPassedTests = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTodoTests = 0,
    testResults = [],
  } = report ? JSON.parse(report) : {}
  const unloaded = testResults.filter(
    (/** @type {{ status: string, assertionResults: unknown[] }} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length
  const failed = numFailedTests + unloaded
  return { passed: numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped: numPendingTests + numTodoTests }
}

/** @param {{ passed: number, failed: number, skipped: number }} count */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** @param {string} path */
function readIfWritten(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/**
 * Runs the tests in this terminal.
 * @param {string[]} args further words for the runner, such as the name of one file
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function runSuite(args) {
  const node = nodeBinary()
  ensureTestPrograms()
  const folder = mkdtempSync(join(tmpdir(), 'daiko-test-'))
  const report = join(folder, 'report.json')
  const env = {
    ...process.env,
    CHROMIUM_PATH: ensureBrowser(),
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
  }
  const runner = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/vitest.config.ts']
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    const exitCode = await runInTerminal(node, [...runner, ...reporters, ...args], { cwd: ROOT, env })
    return countResults(readIfWritten(report), exitCode)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
