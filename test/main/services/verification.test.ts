import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/main/ledger/connection'
import { verifySnapshot } from '../../../src/main/ledger/verify'
import { invariantNames } from '../../../src/main/ledger/verify-sweep'
import { runVerify, verifyRules } from '../../../src/main/services/verification'
import type { VerifyResult } from '../../../src/preload/contract/audit'
import { TESTER, valueOf, writing } from '../../support/ledger'
import { quietControl } from '../../support/statements'
import { addUser } from '../../support/ledger'
import { type Story, tellStory } from '../../support/story'

let story: Story
beforeAll(async () => {
  story = await tellStory()
  await makeApproval()
  // The first check leaves the anchor that the tail of a stream is missed by.
  await verified()
})
afterAll(() => story.cleanup())

async function makeApproval(): Promise<void> {
  const maker = await addUser(story.ledger, 'maker')
  const decider = await addUser(story.ledger, 'decider', ['supervisor'])
  const digest = 'a8e9f2d8a60a5cbfd6ea0cb7a5b0b0d2f7f6d5c4b3a291807f6e5d4c3b2a1908'
  await writing(story.ledger, async (writer) => {
    const { createHash } = await import('node:crypto')
    const payload = '{"kind":"merchant_registration"}'
    await writer.db
      .insertInto('approvals')
      .values({
        id: writer.newId() as never, kind: 'merchant_registration', subject_id: story.merchants[0], payload,
        digest: createHash('sha256').update(payload).digest('hex') || digest, made_by: maker, made_at: writer.at, decision: 'approved', decided_by: decider,
        decided_at: writer.at, reason: '',
      })
      .execute()
  })
}

async function verified(): Promise<VerifyResult> {
  const result = valueOf(await runVerify({ ledger: story.ledger, by: TESTER }, quietControl()))
  if (result.kind !== 'verify') throw new Error(result.kind)
  return result.verify
}

const brokenIn = (result: VerifyResult) => result.invariants.filter(({ violations }) => violations > 0)

describe('a ledger that was only ever written by Daiko', () => {
  it('keeps every promise, each told by name', async () => {
    const result = await verified()
    expect(brokenIn(result)).toEqual([])
    expect(result).toMatchObject({ ok: true, pendingLines: 0 })
    expect(result.invariants.map(({ name }) => name)).toEqual([...invariantNames])
  })
})
