import { Alert, Button } from '@mantine/core'
import { useState } from 'react'
import { formatDate } from '../../../preload/contract/date'
import type { OverdueRun } from '../../../preload/contract/debits'
import { formatYen } from '../../../preload/contract/money'
import { useAct, useCall, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { useWords } from '../../words'

/** 未着の結果: what of released requests should have been answered by now; a clerk waits, or has learned that nothing was debited. */
export function OverdueRuns() {
  const { t } = useWords()
  const mayEnd = useMay('clear')
  const [asking, setAsking] = useState<OverdueRun | null>(null)
  const notMade = useAct('debits.notMade')
  const runs = useCall('debits.overdue', {}).data?.runs ?? []
  const close = () => {
    setAsking(null)
    notMade.reset()
  }
  return (
    <>
      {runs.map((run) => (
        <Alert color="yellow" key={run.id} mb="xs" title={t('debits.overdueTitle')} variant="light">
          <p>{t('debits.overdueText', textOf(run))}</p>
          {run.isAsked ? <p>{t('debits.notMadeAsked')}</p> : null}
          {mayEnd && !run.isAsked ? (
            <Button onClick={() => setAsking(run)} size="xs" variant="default">
              {t('debits.notMade')}
            </Button>
          ) : null}
        </Alert>
      ))}
      {asking ? (
        <AskReason
          act={t('debits.notMade')}
          busy={notMade.isPending}
          error={notMade.error}
          label={t('debits.note')}
          most={400}
          onAct={(note) => notMade.mutate({ id: asking.id, note }, { onSuccess: close })}
          onClose={close}
          text={t('debits.notMadeText', { open: asking.open })}
          title={t('debits.overdueTitle')}
        />
      ) : null}
    </>
  )
}

const textOf = ({ debitOn, fileName, open, lines, openAmount, overdueOn }: OverdueRun) => ({
  ...{ day: formatDate(debitOn), file: fileName, open, lines, amount: formatYen(openAmount), since: formatDate(overdueOn) },
})
