import { Button, Group, Radio, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { ExpectedTransfer } from '../../../preload/contract/collections'
import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import { Refused, useAct } from '../../api'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { JournalLines } from '../clearing/JournalPreview'
import styles from './collections.module.css'
import { TransferFigures } from './TransferFigures'
import { checkTransfer, entryOf, firstDraft, settlementOf, type TransferDraft } from './transfer-draft'

interface ClearTransferProps {
  transfer: ExpectedTransfer
  mayClear: boolean
  onCleared: (released: number) => void
}

/** Clears a transfer: the deposit, what it is made of with its sum checked at every key, and the entry before it is posted. */
export function ClearTransfer({ transfer, mayClear, onCleared }: ClearTransferProps) {
  const { t } = useWords()
  const [draft, setDraft] = useState<TransferDraft>(() => firstDraft(transfer))
  const change = (changes: Partial<TransferDraft>) => setDraft((before) => ({ ...before, ...changes }))
  const settle = useAct('collections.settle')
  const differs = settle.error instanceof Refused && settle.error.refusal.refusal === 'transfer_differs'
  const check = checkTransfer(transfer, draft)
  const settlement = settlementOf(transfer, draft)
  return (
    <Stack gap="md">
      <Deposits draft={draft} mayClear={mayClear} onChoose={(receiptId) => change({ receiptId })} transfer={transfer} />
      <TransferFigures change={change} check={check} draft={draft} mayClear={mayClear} transfer={transfer} />
      {mayClear ? (
        <>
          {check.isAsAgreed ? null : (
            <Textarea
              autosize
              label={t('collections.reason')}
              maxLength={400}
              minRows={2}
              onChange={(event) => change({ reason: event.currentTarget.value })}
              size="xs"
              value={draft.reason}
              withAsterisk
            />
          )}
          <div className={styles.entry}>
            <h2>{t('collections.entry')}</h2>
            <JournalLines lines={entryOf(transfer, draft, check.net)} />
            <p className={styles.dimmed}>{t('collections.settleText', { count: transfer.claims })}</p>
          </div>
          <RefusalText error={settle.error} />
          {differs ? <p className={styles.dimmed}>{t('collections.differsAdvice')}</p> : null}
          <Group gap="sm">
            <Button
              disabled={settlement === null}
              loading={settle.isPending}
              onClick={() => settlement && settle.mutate(settlement, { onSuccess: ({ released }) => onCleared(released) })}
              size="xs"
            >
              {t('collections.settle')}
            </Button>
            <p aria-live="polite" className={styles.warned}>
              {check.problem && transfer.candidates.length > 0 ? t(`collections.problem.${check.problem}`) : null}
            </p>
          </Group>
        </>
      ) : (
        <p className={styles.dimmed}>{t('collections.mayNot')}</p>
      )}
    </Stack>
  )
}

interface DepositsProps {
  transfer: ExpectedTransfer
  draft: TransferDraft
  mayClear: boolean
  onChoose: (receiptId: TransferDraft['receiptId']) => void
}

/** The deposits that may be it, each with what it differs by. */
function Deposits({ transfer: { candidates }, draft, mayClear, onChoose }: DepositsProps) {
  const { t } = useWords()
  return (
    <section>
      <Radio.Group
        label={<span className={styles.label}>{t('collections.deposits')}</span>}
        onChange={(value) => onChoose(candidates.find(({ receiptId }) => String(receiptId) === value)?.receiptId ?? null)}
        value={draft.receiptId === null ? null : String(draft.receiptId)}
      >
        {candidates.length === 0 ? <p className={styles.dimmed}>{t('collections.depositsNone')}</p> : null}
        {candidates.map(({ receiptId, bookedOn, name, remaining, difference }) => (
          <div className={styles.deposit} key={receiptId}>
            <Radio
              disabled={!mayClear}
              label={t('collections.deposit', { day: formatDate(bookedOn), name: name || '–' })}
              size="xs"
              value={String(receiptId)}
            />
            <Money amount={remaining} unit={t('parts.yen')} />
            <span className={difference === 0 ? styles.fits : styles.warned}>
              {difference === 0 ? t('collections.depositFits') : t('collections.depositDiffers', { difference: formatYen(difference) })}
            </span>
          </div>
        ))}
      </Radio.Group>
    </section>
  )
}
