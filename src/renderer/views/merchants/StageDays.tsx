import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { MerchantDetail } from '../../../preload/contract/merchants'
import { useAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { DayFields, type DaysDraft } from './DayFields'
import { changedDays, daysOf, readDays } from './merchant-days'

/** Stages other days of the contract. The present ones hold until a supervisor has approved the new ones. */
export function StageDays({ merchant, onEnd }: { merchant: MerchantDetail; onEnd: () => void }) {
  const { t } = useWords()
  const present = daysOf(merchant)
  const [draft, setDraft] = useState<DaysDraft>(present)
  const [tried, setTried] = useState(false)
  const stage = useAct('merchants.stageDays')
  const { days, problems } = readDays(draft)
  const send = () => {
    setTried(true)
    if (days) stage.mutate({ id: merchant.id, version: merchant.version, days }, { onSuccess: onEnd })
  }
  return (
    <Stack gap="xs">
      <p>{t('merchants.stageDaysText')}</p>
      <DayFields
        days={draft}
        errorOf={(field) => (tried && problems.includes(field) ? t('parts.fieldInvalid') : undefined)}
        onChange={setDraft}
      />
      <RefusalText error={stage.error} />
      <Group gap="xs">
        <Button disabled={days !== null && changedDays(present, days).length === 0} loading={stage.isPending} onClick={send} size="xs">
          {t('merchants.stageAct')}
        </Button>
        <Button onClick={onEnd} size="xs" variant="default">
          {t('parts.cancel')}
        </Button>
      </Group>
    </Stack>
  )
}
