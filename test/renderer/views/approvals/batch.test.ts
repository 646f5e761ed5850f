import { describe, expect, it } from 'vitest'
import { ApprovalId } from '../../../../src/preload/contract/ids'
import { Refused, Unreachable } from '../../../../src/renderer/api'
import { approveEach, type BatchResults, isDecidable } from '../../../../src/renderer/views/approvals/batch'

const waiting = [1, 2, 3].map((id) => ({ id: ApprovalId.parse(id), digest: `digest of ${id}` }))
const said = (results: BatchResults) => [...results].map(([id, { result }]) => `${id} ${result}`)

/** Approves by these answers in turn, and keeps what was asked and what was told. */
async function approved(answers: readonly (Error | null)[]) {
  const asked: string[] = []
  const told: string[][] = []
  const results = await approveEach(
    waiting,
    async ({ digest }) => {
      asked.push(digest)
      const answer = answers[asked.length - 1]
      if (answer) throw answer
    },
    (each) => told.push(said(each)),
  )
  return { asked, told, results: said(results) }
}

describe('approving together', () => {
  it('decides one after the other by what was shown, and tells each result as it comes', async () => {
    expect(await approved([null, null, null])).toEqual({
      asked: ['digest of 1', 'digest of 2', 'digest of 3'],
      told: [['1 approved'], ['1 approved', '2 approved'], ['1 approved', '2 approved', '3 approved']],
      results: ['1 approved', '2 approved', '3 approved'],
    })
  })

  it('goes on after a refusal, which is about one case only', async () => {
    const { results } = await approved([null, new Refused({ refusal: 'changed_meanwhile' }), null])
    expect(results).toEqual(['1 approved', '2 refused', '3 approved'])
  })

  it('stops where nobody knows what became of a case', async () => {
    const { asked, results } = await approved([null, new Unreachable('unreachable'), null])
    expect(results).toEqual(['1 approved', '2 unknown'])
    expect(asked).toHaveLength(2)
  })

  it.each([
    { decision: null, mayDecide: true, decidable: true },
    { decision: null, mayDecide: false, decidable: false },
    { decision: 'approved', mayDecide: true, decidable: false },
  ] as const)('a case that is $decision and may be decided ($mayDecide) is in it: $decidable', ({ decidable, ...approval }) => {
    expect(isDecidable(approval)).toBe(decidable)
  })
})
