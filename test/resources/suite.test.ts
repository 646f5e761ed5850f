import { describe, expect, it } from 'vitest'
import { countResults, lastLine } from '../../resources/suite.mjs'

const report = (counts: object, testResults: object[] = []) => JSON.stringify({ ...counts, testResults })

describe('the count of a run', () => {
  it.each([
    ['all passed', report({ numPassedTests: 12, numFailedTests: 0 }), 0, { passed: 12, failed: 0, skipped: 0 }],
    ['some failed', report({ numPassedTests: 10, numFailedTests: 2 }), 1, { passed: 10, failed: 2, skipped: 0 }],
    ['some left out', report({ numPassedTests: 10, numPendingTests: 1, numTodoTests: 2 }), 0, { passed: 10, failed: 0, skipped: 3 }],
    [
      'a file could not be loaded',
      report({ numPassedTests: 3, numFailedTests: 0 }, [{ status: 'failed', assertionResults: [] }]),
      1,
      { passed: 3, failed: 1, skipped: 0 },
    ],
    [
      'a file with a failed test counts by its tests',
      report({ numPassedTests: 3, numFailedTests: 1 }, [{ status: 'failed', assertionResults: [{}] }]),
      1,
      { passed: 3, failed: 1, skipped: 0 },
    ],
    ['a fault outside every test', report({ numPassedTests: 3, numFailedTests: 0 }), 1, { passed: 3, failed: 1, skipped: 0 }],
    ['the runner died before it wrote', null, 137, { passed: 0, failed: 1, skipped: 0 }],
  ])('%s', (_, written, exitCode, count) => {
    expect(countResults(written, exitCode)).toEqual(count)
  })

  it('is the last line, which names what was left out only if there is any', () => {
    expect(lastLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
    expect(lastLine({ passed: 10, failed: 2, skipped: 3 })).toBe('10 passed, 2 failed, 3 skipped')
  })
})
