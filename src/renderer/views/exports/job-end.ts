import type { JobResult, JobState } from '../../../preload/contract/jobs'
import { Fault, Refused } from '../../api'

/** What a job has come to: its result, or why there is none. Both null while it runs. */
export function jobEnd({ state, error }: { state: JobState | null; error: Error | null }): {
  result: JobResult | null
  error: Error | null
} {
  switch (state?.state) {
    case 'done':
      return { result: state.result, error: null }
    case 'refused':
      return { result: null, error: new Refused(state.refusal) }
    case 'fault':
      return { result: null, error: new Fault(state.number) }
    default:
      return { result: null, error }
  }
}
