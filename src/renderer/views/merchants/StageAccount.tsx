import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { type MerchantDetail, SettlementAccount } from '../../../preload/contract/merchants'
import { useAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { AccountFields } from './AccountFields'
import { accountOf, NO_ACCOUNT } from './merchant-draft'

/** Stages another settlement account. The present one stays in use until a supervisor has approved the new one. */
export function StageAccount({ merchant, onEnd }: { merchant: MerchantDetail; onEnd: () => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(NO_ACCOUNT)
  const [tried, setTried] = useState(false)
  const stage = useAct('merchants.stageAccount')
  const read = SettlementAccount.safeParse(accountOf(draft))
  const wrong = new Set(read.success ? [] : read.error.issues.map((issue) => issue.path.join('.')))
  const send = () => {
    setTried(true)
    if (read.success) stage.mutate({ id: merchant.id, version: merchant.version, account: read.data }, { onSuccess: onEnd })
  }
  return (
    <Stack gap="xs" mt="sm">
      <p>{t('merchants.stageText')}</p>
      <AccountFields
        account={draft}
        errorOf={(field) => (tried && wrong.has(field) ? t('parts.fieldInvalid') : undefined)}
        onChange={setDraft}
      />
      <RefusalText error={stage.error} />
      <Group gap="xs">
        <Button loading={stage.isPending} onClick={send} size="xs">
          {t('merchants.stageAct')}
        </Button>
        <Button onClick={onEnd} size="xs" variant="default">
          {t('parts.cancel')}
        </Button>
      </Group>
    </Stack>
  )
}
