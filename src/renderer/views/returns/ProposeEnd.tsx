import { Button, Group, SegmentedControl, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ProtectionRow } from '../../../preload/contract/protection'
import { useAct } from '../../api'
import { useKeys } from '../../parts/keys'
import { RefusalText } from '../../parts/RefusalText'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import { Division } from './Division'
import { ENDINGS, type Ending, NO_PROPOSAL, type ProposalProblem, problemsOf, refundedBy, releasedBy } from './proposal'
import styles from './returns.module.css'

const KEYS: Record<Ending, string> = { release: '1', refund: '2', split: '3' }
const WORDS = { release: 'returns.keyRelease', refund: 'returns.keyRefund', split: 'returns.keySplit' } as const

/** How a contested case should end: where the held money goes, and why. A supervisor decides it. */
export function ProposeEnd({ row }: { row: ProtectionRow }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(NO_PROPOSAL)
  const [tried, setTried] = useState(false)
  const propose = useAct('protection.propose')
  const choose = (ending: Ending) => setDraft((before) => ({ ...before, ending }))
  useKeys(ENDINGS.map((ending) => ({ keys: KEYS[ending], label: t(WORDS[ending]), run: () => choose(ending) })))
  const problems = problemsOf(draft, row.paidAmount)
  const released = releasedBy(draft, row.paidAmount)
  const wrong = (field: ProposalProblem[0]) => {
    const [, word, data] = (tried && problems.find(([one]) => one === field)) || []
    return word ? t(word, data) : undefined
  }
  const send = () => {
    setTried(true)
    const { orderId, version } = row
    if (released !== null && problems.length === 0) propose.mutate({ orderId, version, released, why: draft.why.trim() })
  }
  return (
    <Stack gap="xs">
      <p className={styles.dimmed}>{t('returns.proposeText')}</p>
      <Group align="end" gap="md">
        <SegmentedControl
          aria-label={t('returns.proposeTitle')}
          data={ENDINGS.map((ending) => ({ value: ending, label: `${KEYS[ending]} ${t(`returns.ending.${ending}`)}` }))}
          onChange={(value) => choose(ENDINGS.find((ending) => ending === value) ?? 'refund')}
          size="xs"
          value={draft.ending ?? ''}
        />
        {draft.ending === 'split' ? (
          <YenField
            error={wrong('part')}
            label={t('returns.toMerchant')}
            onChange={(part) => setDraft((before) => ({ ...before, part }))}
            size="xs"
            value={draft.part}
            w={150}
          />
        ) : null}
      </Group>
      <Division refunded={refundedBy(draft, row.paidAmount)} released={released} />
      <Textarea
        autosize
        description={t('returns.whyHint')}
        error={wrong('why')}
        label={t('returns.why')}
        maxLength={500}
        minRows={2}
        onChange={(event) => setDraft({ ...draft, why: event.currentTarget.value })}
        size="xs"
        value={draft.why}
        withAsterisk
      />
      <RefusalText error={propose.error} />
      <Group>
        <Button disabled={draft.ending === null} loading={propose.isPending} onClick={send} size="xs">
          {t('returns.propose')}
        </Button>
      </Group>
    </Stack>
  )
}
