import { expect, it } from 'vitest'
import { qualitySteps } from './quality-bench'

/* The bench's own bars at a size that a suite can bear: `npm run bench -- quality` measures the whole. */
const BRINGS_IN_A_WEEK_MS = 120_000
it(
  'nothing is cleared wrongly, and what is left has the right answer first',
  async () => {
    const { falseClearings, recall, firstCandidate, left } = await qualitySteps.quality.run({ rows: 2_000, seed: 11 })
    expect({ falseClearings, isRecalled: recall >= 0.97, standsFirst: firstCandidate >= 0.95 }).toEqual({
      falseClearings: 0,
      isRecalled: true,
      standsFirst: true,
    })
    expect(left).toBeGreaterThan(0)
  },
  BRINGS_IN_A_WEEK_MS,
)
