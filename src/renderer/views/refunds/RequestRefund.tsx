import { Button, Checkbox, Group, Select, Stack, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { OutputOf } from '../../../preload/contract/methods'
import { formatYen, PositiveYen, type Yen } from '../../../preload/contract/money'
import { ToldBy } from '../../../preload/contract/protection'
import { RefundAccount } from '../../../preload/contract/refund-accounts'
import type { RefundCause, RefundTarget } from '../../../preload/contract/refunds'
import { Refused, useAct, useCall } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { RefusalText } from '../../parts/RefusalText'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import { JournalLines } from '../clearing/JournalPreview'
import { AccountFacts } from '../merchants/AccountFacts'
import { AccountFields } from '../merchants/AccountFields'
import { accountOf, NO_ACCOUNT } from '../merchants/merchant-draft'
import styles from './refunds.module.css'
import { WhoAgrees } from './WhoAgrees'

type Preview = OutputOf<'refunds.preview'>

/** What may be the cause of a refund, by what it is of; the likeliest first. */
const CAUSES: Record<RefundTarget['of'], readonly RefundCause[]> = {
  order: ['protection', 'merchant_wish', 'underpaid'],
  deposit: ['over', 'duplicate', 'late', 'unknown'],
  collection: ['duplicate', 'late', 'over', 'underpaid', 'unknown'],
  card: ['unknown', 'duplicate', 'late'],
  debit: ['duplicate', 'late', 'unknown'],
  returned: ['returned'],
}
const PAUSE_MS = 300

interface Draft {
  /** Null: all that may go back. */
  amount: Yen | null
  /** Null: the account the payer has given. */
  account: typeof NO_ACCOUNT | null
  source: ToldBy
  cause: RefundCause
  why: string
  confirmed: boolean
}

const isDifference = (error: Error | null) => error instanceof Refused && error.refusal.refusal === 'holder_differs'

interface RequestRefundProps {
  target: RefundTarget
  cause?: RefundCause
  onClose: () => void
}

/** Asks for a refund: how much, where to, why; before it is asked the entry and those who must agree stand there. */
export function RequestRefund({ target, cause, onClose }: RequestRefundProps) {
  const { t } = useWords()
  const causes = CAUSES[target.of]
  const [draft, setDraft] = useState<Draft>({
    ...{ amount: null, account: null, source: 'letter', why: '', confirmed: false },
    cause: cause ?? causes[0] ?? 'unknown',
  })
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))
  const account = draft.account && RefundAccount.safeParse(accountOf(draft.account))
  const amount = PositiveYen.safeParse(draft.amount)
  const wish = {
    target,
    ...(amount.success ? { amount: amount.data } : {}),
    ...(account?.success ? { account: account.data } : {}),
  }
  const [asked] = useDebouncedValue(wish, PAUSE_MS)
  const preview = useCall('refunds.preview', asked)
  const request = useAct('refunds.request')
  const found = preview.error ? null : (preview.data ?? null)
  const ready =
    found !== null &&
    (found.account !== null || found.way === 'company') &&
    !preview.isPlaceholderData &&
    draft.why.trim() !== '' &&
    account?.success !== false
  const send = () => {
    if (!found) return
    const { source, why, confirmed } = draft
    request.mutate(
      {
        ...asked,
        amount: found.amount,
        version: found.version,
        cause: draft.cause,
        why: why.trim(),
        source,
        differenceConfirmed: confirmed,
      },
      { onSuccess: onClose },
    )
  }
  return (
    <Dialog onClose={onClose} opened size="lg" title={t('refunds.requestTitle')}>
      <Stack gap="sm">
        <Group align="start" gap="sm">
          <YenField
            description={found ? t('refunds.most', { amount: formatYen(found.most) }) : null}
            label={t('refunds.amount')}
            onChange={(next) => change({ amount: next })}
            placeholder={found ? formatYen(found.most) : ''}
            size="xs"
            value={draft.amount}
            w={220}
          />
          <Select
            allowDeselect={false}
            data={causes.map((each) => ({ value: each, label: t(`refunds.cause.${each}`) }))}
            label={t('refunds.causeName')}
            onChange={(value) => change({ cause: causes.find((each) => each === value) ?? draft.cause })}
            size="xs"
            value={draft.cause}
            w={220}
          />
        </Group>
        <WhereTo change={change} draft={draft} found={found} />
        <Textarea
          autosize
          label={t('refunds.why')}
          maxLength={500}
          minRows={2}
          onChange={(event) => change({ why: event.currentTarget.value })}
          size="xs"
          value={draft.why}
          withAsterisk
        />
        <RefusalText error={preview.error} />
        {found ? <WhatHappens found={found} returned={target.of === 'returned'} /> : null}
        <RefusalText error={request.error} />
        {isDifference(request.error) || draft.confirmed ? (
          <Checkbox
            checked={draft.confirmed}
            label={t('refunds.confirmDifference')}
            onChange={(event) => change({ confirmed: event.currentTarget.checked })}
          />
        ) : null}
        <Group gap="xs" justify="flex-end">
          <Button onClick={onClose} variant="default">
            {t('parts.cancel')}
          </Button>
          <Button disabled={!ready} loading={request.isPending} onClick={send}>
            {t('refunds.send')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

/** What speaks against the account. */
function doubtOf(found: Preview | null): 'payerUnknown' | 'holderDiffers' | null {
  if (found?.payerName === '') return 'payerUnknown'
  return found?.holderMatches === false ? 'holderDiffers' : null
}

interface WhereToProps {
  draft: Draft
  found: Preview | null
  change: (changes: Partial<Draft>) => void
}

/** The account the payer has given, or one as it was told. */
function WhereTo({ draft, found, change }: WhereToProps) {
  const { t } = useWords()
  const doubt = doubtOf(found)
  if (found?.way === 'company') return <p className={styles.dimmed}>{t('refunds.toCard')}</p>
  const doubted = doubt ? <p className={styles.warning}>{t(`refunds.${doubt}`)}</p> : null
  if (draft.account === null) {
    return (
      <div className={styles.section}>
        <h2>{t('refunds.account')}</h2>
        {found?.account ? <AccountFacts account={found.account} /> : <p className={styles.dimmed}>{t('refunds.accountNone')}</p>}
        {doubted}
        <Button onClick={() => change({ account: NO_ACCOUNT })} size="compact-xs" variant="default">
          {t('refunds.accountOther')}
        </Button>
      </div>
    )
  }
  return (
    <Stack gap="xs">
      <AccountFields account={draft.account} errorOf={() => undefined} onChange={(account) => change({ account })} />
      <Group align="end" gap="sm">
        <Select
          allowDeselect={false}
          data={ToldBy.options.map((each) => ({ value: each, label: t(`nouns.source.${each}`) }))}
          label={t('refunds.source')}
          onChange={(value) => change({ source: ToldBy.options.find((each) => each === value) ?? draft.source })}
          size="xs"
          value={draft.source}
          w={160}
        />
        <Button onClick={() => change({ account: null })} size="compact-xs" variant="default">
          {t('refunds.accountKnown')}
        </Button>
      </Group>
      {doubted}
    </Stack>
  )
}

function WhatHappens({ found, returned }: { found: Preview; returned: boolean }) {
  const { t } = useWords()
  return (
    <div className={styles.section}>
      <h2>{t('refunds.journal')}</h2>
      {found.journal.length > 0 ? <JournalLines lines={found.journal} /> : null}
      {returned ? <p className={styles.dimmed}>{t('refunds.journalNone')}</p> : null}
      {found.goneAlready > 0 ? <p>{t('refunds.goneAlready', { amount: formatYen(found.goneAlready) })}</p> : null}
      {found.kind === 'after_settlement' ? <p>{t('refunds.afterSettlement')}</p> : null}
      {found.rest > 0 ? <p>{t('refunds.rest', { amount: formatYen(found.rest) })}</p> : null}
      <WhoAgrees approvers={found.approvers} />
    </div>
  )
}
