import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { BusinessDate } from '../../../preload/contract/date'
import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import type { PayoutsPlanned } from '../../../preload/contract/payouts'
import { useAct, useJob } from '../../api'
import { DateField } from '../../parts/DateField'
import { Dialog } from '../../parts/Dialog'
import { JobProgress } from '../../parts/JobProgress'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { jobEnd } from '../exports/job-end'
import styles from './payouts.module.css'

/** Plans what is to be paid for a closing day; who must agree afterwards is said beforehand. */
export function PlanPayouts({ first = null, onClose }: { first?: BusinessDate | null; onClose: () => void }) {
  const { t } = useWords()
  const [closingOn, setClosingOn] = useState(first)
  const [payOn, setPayOn] = useState<BusinessDate | null>(null)
  const plan = useAct('payouts.plan')
  const job = useJob(plan.data?.jobId ?? null)
  const { result, error } = jobEnd(job)
  const planned = result?.kind === 'payouts' ? result.payouts : null
  const running = plan.isPending || job.state?.state === 'running'
  const start = () => {
    if (closingOn) plan.mutate(payOn ? { closingOn, payOn } : { closingOn })
  }
  return (
    <Dialog onClose={onClose} opened size="lg" title={t('payouts.planTitle')}>
      <Stack gap="sm">
        <Text size="sm">{t('payouts.planText')}</Text>
        <Group align="start" gap="sm">
          <DateField
            data-autofocus
            label={t('payouts.closingOn')}
            onChange={setClosingOn}
            size="xs"
            value={closingOn}
            w={160}
            withAsterisk
          />
          <DateField label={t('payouts.planPayOn')} onChange={setPayOn} size="xs" value={payOn} w={220} />
        </Group>
        <p className={styles.dimmed}>{t('payouts.whoAgrees')}</p>
        <JobProgress onCancel={job.cancel} state={job.state} title={t('payouts.planning')} />
        <RefusalText error={plan.error ?? error} />
        {planned ? <Planned planned={planned} /> : null}
        <Group gap="xs" justify="flex-end">
          <Button onClick={onClose} variant="default">
            {t(planned ? 'parts.close' : 'parts.cancel')}
          </Button>
          {planned ? null : (
            <Button disabled={!closingOn} loading={running} onClick={start}>
              {t('payouts.planAct')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}

function Planned({ planned }: { planned: PayoutsPlanned }) {
  const { t } = useWords()
  return (
    <Stack gap={6} role="status">
      {planned.runs.map(({ id, name, payOn, figures }) => (
        <Group gap="sm" key={id}>
          <Text size="sm">
            {t('payouts.planned', {
              name,
              payouts: figures.payouts,
              orders: figures.orders,
              net: formatYen(figures.net),
              payOn: formatDate(payOn),
            })}
          </Text>
          <Button component={Link} href={`/payouts/${id}`} size="compact-xs">
            {t('payouts.open')}
          </Button>
        </Group>
      ))}
    </Stack>
  )
}
