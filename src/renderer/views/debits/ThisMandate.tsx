import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { MandateRow } from '../../../preload/contract/debits'
import { useAct, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { DateText, InstantText } from '../../parts/DateText'
import { Dialog } from '../../parts/Dialog'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { Facts } from './Facts'

/** One mandate: whose account, since when; its whole number for whoever compares it with the form, and its end. */
export function ThisMandate({ mandate, onClose }: { mandate: MandateRow; onClose: () => void }) {
  const { t } = useWords()
  const mayRecord = useMay('prepare_merchants')
  const account = useAct('mandates.account')
  const ending = useAct('mandates.end')
  const [isEnding, setEnding] = useState(false)
  if (isEnding) {
    return (
      <AskReason
        act={t('debits.end')}
        busy={ending.isPending}
        error={ending.error}
        label={t('debits.reason')}
        onAct={(reason) => ending.mutate({ id: mandate.id, reason }, { onSuccess: onClose })}
        onClose={() => setEnding(false)}
        takesAway
        text={t('debits.endText')}
        title={t('debits.endTitle')}
      />
    )
  }
  const number = account.data?.accountNumber ?? `****${mandate.accountEnding}`
  return (
    <Dialog onClose={onClose} opened size="lg" title={t('debits.tabs.mandates')}>
      <Stack gap="sm">
        <Facts
          facts={[
            [t('debits.customerNumber'), <Code key="customer">{mandate.customerNumber}</Code>],
            [t('debits.merchant'), mandate.merchantName],
            [t('debits.holder'), mandate.holderKana],
            [t('debits.bankCode'), `${mandate.bankCode} ${mandate.bankName}`],
            [t('debits.branchCode'), `${mandate.branchCode} ${mandate.branchName}`],
            [t('debits.accountType'), t(`debits.accountTypes.${mandate.accountType}`)],
            [t('debits.accountNumber'), <Code key="number">{number}</Code>],
            [t('debits.validFrom'), <DateText date={mandate.validFrom} key="from" />],
            [t('debits.recordedBy'), actorName(mandate.recordedBy)],
            ...(mandate.endedAt === null ? [] : [[t('debits.ended'), <InstantText at={mandate.endedAt} key="ended" />] as const]),
          ]}
        />
        <RefusalText error={account.error} />
        {mayRecord ? (
          <Group gap="xs" justify="flex-end">
            {account.data ? null : (
              <Button loading={account.isPending} onClick={() => account.mutate({ id: mandate.id })} variant="default">
                {t('debits.showAccount')}
              </Button>
            )}
            {mandate.endedAt === null ? (
              <Button color="red" onClick={() => setEnding(true)} variant="outline">
                {t('debits.end')}
              </Button>
            ) : null}
          </Group>
        ) : null}
      </Stack>
    </Dialog>
  )
}
