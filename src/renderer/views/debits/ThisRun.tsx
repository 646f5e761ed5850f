import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { DebitRun } from '../../../preload/contract/debits'
import type { OutputOf } from '../../../preload/contract/methods'
import { download, useAct, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { actorName } from '../../parts/actor'
import { Confirm } from '../../parts/Confirm'
import { DateText, InstantText } from '../../parts/DateText'
import { Dialog } from '../../parts/Dialog'
import { Money } from '../../parts/Money'
import { Quoted } from '../../parts/Quoted'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { Facts } from './Facts'

/** One run: what it asks for, what became of it, and what may be done with it now. */
export function ThisRun({ run, onClose }: { run: DebitRun; onClose: () => void }) {
  const { t } = useWords()
  const [asking, setAsking] = useState<'release' | 'giveUp' | null>(null)
  const fetching = useAct('debits.download')
  const [mayRelease, mayGiveUp, mayFetch] = [useMay('approve'), useMay('give_up_payouts'), useMay('prepare_payouts')]
  const fetch = () => fetching.mutate({ id: run.id }, { onSuccess: ({ ticket, fileName }) => void download(ticket, fileName) })
  const isPrepared = run.state === 'prepared'
  if (asking === 'release') return <Release onClose={() => setAsking(null)} run={run} />
  if (asking === 'giveUp') return <GiveUp onClose={() => setAsking(null)} run={run} />
  return (
    <Dialog onClose={onClose} opened size="lg" title={`${t('debits.run')} ${t(`debits.runState.${run.state}`)}`}>
      <Stack gap="sm">
        <RunFacts run={run} />
        <RefusalText error={fetching.error} />
        <Group gap="xs" justify="flex-end">
          {isPrepared && mayGiveUp ? (
            <Button color="red" onClick={() => setAsking('giveUp')} variant="outline">
              {t('debits.giveUp')}
            </Button>
          ) : null}
          {isPrepared && mayRelease ? <Button onClick={() => setAsking('release')}>{t('debits.release')}</Button> : null}
          {run.state === 'submitted' && mayFetch ? (
            <Button loading={fetching.isPending} onClick={fetch}>
              {t('debits.download')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Dialog>
  )
}

function RunFacts({ run }: { run: DebitRun }) {
  const { t } = useWords()
  const yen = t('parts.yen')
  return (
    <Facts
      facts={[
        [t('debits.debitOn'), <DateText date={run.debitOn} key="debitOn" />],
        [t('debits.resultOn'), <DateText date={run.resultOn} key="resultOn" />],
        [t('debits.transferOn'), <DateText date={run.transferOn} key="transferOn" />],
        [t('debits.orders'), run.lines.toLocaleString('ja-JP')],
        [t('debits.amount'), <Money amount={run.total} key="total" unit={yen} />],
        [t('debits.paid'), <Counted amount={run.paidAmount} count={run.paid} key="paid" />],
        [t('debits.failed'), <Counted amount={run.failedAmount} count={run.failed} key="failed" />],
        [t('debits.open'), run.open.toLocaleString('ja-JP')],
        [t('debits.sha256'), <Quoted key="sha256">{run.sha256}</Quoted>],
        [t('debits.madeBy'), `${actorName(run.madeBy)}`],
        [t('debits.releasedBy'), run.releasedBy === null ? '–' : actorName(run.releasedBy)],
        ...(run.releasedAt === null ? [] : [[t('debits.releasedAt'), <InstantText at={run.releasedAt} key="at" />] as const]),
      ]}
    />
  )
}

function Counted({ count, amount }: { count: number; amount: DebitRun['paidAmount'] }) {
  const { t } = useWords()
  return (
    <>
      {count.toLocaleString('ja-JP')} · <Money amount={amount} unit={t('parts.yen')} />
    </>
  )
}

function Release({ run, onClose }: { run: DebitRun; onClose: () => void }) {
  const { t } = useWords()
  const release = useAct('debits.release')
  const [left, setLeft] = useState<OutputOf<'debits.release'> | null>(null)
  if (left) {
    return (
      <Dialog onClose={onClose} opened title={t('debits.release')}>
        <p role="status">{t(left.remade === null ? 'debits.remadeNone' : 'debits.remade', { count: left.leftOut })}</p>
      </Dialog>
    )
  }
  const released = (what: OutputOf<'debits.release'>) => (what.leftOut > 0 ? setLeft(what) : onClose())
  return (
    <Confirm
      act={t('debits.release')}
      busy={release.isPending}
      error={release.error}
      onAct={() => release.mutate({ id: run.id, sha256: run.sha256 }, { onSuccess: released })}
      onClose={onClose}
      opened
      title={t('debits.release')}
    >
      <RunFacts run={run} />
      <p>{t('debits.releaseText')}</p>
    </Confirm>
  )
}

function GiveUp({ run, onClose }: { run: DebitRun; onClose: () => void }) {
  const { t } = useWords()
  const giveUp = useAct('debits.giveUp')
  return (
    <AskReason
      act={t('debits.giveUp')}
      busy={giveUp.isPending}
      error={giveUp.error}
      label={t('debits.reason')}
      onAct={(reason) => giveUp.mutate({ id: run.id, reason }, { onSuccess: onClose })}
      onClose={onClose}
      takesAway
      text={t('debits.giveUpText')}
      title={t('debits.giveUp')}
    />
  )
}
