import { describe, expect, it } from 'vitest'
import { Fault, Refused } from '../../../../src/renderer/api'
import { jobEnd } from '../../../../src/renderer/views/exports/job-end'

describe('what a job has come to', () => {
  it('is nothing while it runs, and nothing before it is asked for', () => {
    expect(jobEnd({ state: { state: 'running', phase: 'reading', done: 1, total: null }, error: null })).toEqual({
      result: null,
      error: null,
    })
    expect(jobEnd({ state: null, error: null })).toEqual({ result: null, error: null })
  })

  it('is its result', () => {
    const result = { kind: 'orders' as const, imported: 3 }
    expect(jobEnd({ state: { state: 'done', result }, error: null })).toEqual({ result, error: null })
  })

  it('is the refusal or the fault, as a call would have thrown it', () => {
    expect(jobEnd({ state: { state: 'refused', refusal: { refusal: 'cancelled' } }, error: null }).error).toEqual(
      new Refused({ refusal: 'cancelled' }),
    )
    expect(jobEnd({ state: { state: 'fault', number: '17' }, error: null }).error).toEqual(new Fault('17'))
  })
})
