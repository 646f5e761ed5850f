import { Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { OrderId } from '../../../preload/contract/ids'
import { ToldBy } from '../../../preload/contract/protection'
import { RefundAccount } from '../../../preload/contract/refund-accounts'
import { Refused, useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { AccountFields } from '../merchants/AccountFields'
import { accountOf, NO_ACCOUNT } from '../merchants/merchant-draft'

const isDifference = (error: Error | null) => error instanceof Refused && error.refusal.refusal === 'holder_differs'

/** Enters the account a payer has told otherwise than by the link. A holder who is not the payer is entered only when that is meant so. */
export function GiveRefundAccount({ orderId, onClose }: { orderId: OrderId; onClose: () => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState(NO_ACCOUNT)
  const [source, setSource] = useState<ToldBy>('letter')
  const [confirmed, setConfirmed] = useState(false)
  const [tried, setTried] = useState(false)
  const give = useAct('orders.giveRefundAccount')
  const read = RefundAccount.safeParse(accountOf(draft))
  const wrong = new Set(read.success ? [] : read.error.issues.map((issue) => issue.path.join('.')))
  const send = () => {
    setTried(true)
    if (read.success) give.mutate({ id: orderId, account: read.data, source, differenceConfirmed: confirmed }, { onSuccess: onClose })
  }
  return (
    <Dialog onClose={onClose} opened title={t('returns.giveTitle')}>
      <Stack gap="sm">
        <Text size="sm">{t('returns.giveText')}</Text>
        <AccountFields
          account={draft}
          errorOf={(field) => (tried && wrong.has(field) ? t('parts.fieldInvalid') : undefined)}
          onChange={setDraft}
        />
        <Select
          data={ToldBy.options.map((each) => ({ value: each, label: t(`nouns.source.${each}`) }))}
          label={t('returns.giveSource')}
          onChange={(value) => setSource(ToldBy.options.find((each) => each === value) ?? source)}
          size="xs"
          value={source}
          w={160}
        />
        <RefusalText error={give.error} />
        {isDifference(give.error) || confirmed ? (
          <Checkbox checked={confirmed} label={t('returns.giveConfirm')} onChange={(event) => setConfirmed(event.currentTarget.checked)} />
        ) : null}
        <Group gap="xs" justify="flex-end">
          <Button onClick={onClose} variant="default">
            {t('parts.cancel')}
          </Button>
          <Button loading={give.isPending} onClick={send}>
            {t('returns.giveAct')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
