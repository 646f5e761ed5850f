import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { BusinessDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import { useAct } from '../../api'
import { DateField } from '../../parts/DateField'
import { Dialog } from '../../parts/Dialog'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './refunds.module.css'

/** Puts all approved refunds into one run of transfers. */
export function PlanRefunds({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const [payOn, setPayOn] = useState<BusinessDate | null>(null)
  const plan = useAct('refunds.plan')
  return (
    <Dialog onClose={onClose} opened title={t('refunds.planTitle')}>
      <Stack gap="sm">
        <Text size="sm">{t('refunds.planText')}</Text>
        <DateField label={t('refunds.planPayOn')} onChange={setPayOn} size="xs" value={payOn} w={240} />
        <p className={styles.dimmed}>{t('payouts.whoAgrees')}</p>
        <RefusalText error={plan.error} />
        {plan.data ? (
          <Group gap="sm" role="status">
            <Text size="sm">
              {t('refunds.planned', { name: plan.data.name, transfers: plan.data.transfers, total: formatYen(plan.data.total) })}
            </Text>
            <Button component={Link} href={`/payouts/${plan.data.runId}`} size="compact-xs">
              {t('payouts.open')}
            </Button>
          </Group>
        ) : null}
        <Group gap="xs" justify="flex-end">
          <Button onClick={onClose} variant="default">
            {t(plan.data ? 'parts.close' : 'parts.cancel')}
          </Button>
          {plan.data ? null : (
            <Button data-autofocus loading={plan.isPending} onClick={() => plan.mutate(payOn ? { payOn } : {})}>
              {t('refunds.plan')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}
