import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { MerchantId } from '../../../preload/contract/ids'
import { useAct } from '../../api'
import { Confirm } from '../../parts/Confirm'
import { Dialog } from '../../parts/Dialog'
import { OnceShown } from '../../parts/OnceShown'
import { useWords } from '../../words'

/** Makes the secret with which the merchant's program checks our signature, and shows it this once. */
export function WebhookSecret({ merchantId }: { merchantId: MerchantId }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const make = useAct('merchants.webhookSecret')
  const close = () => {
    setAsking(false)
    make.reset()
  }
  return (
    <>
      <Button mt="xs" onClick={() => setAsking(true)} size="xs" variant="default">
        {t('merchants.webhookSecret')}
      </Button>
      {make.data ? (
        <Dialog onClose={close} opened title={t('merchants.webhookSecretTitle')}>
          <Stack gap="sm">
            <Text size="sm">{t('merchants.webhookSecretText')}</Text>
            <OnceShown label={t('merchants.keySecret')} text={make.data.secret} />
            <Group justify="flex-end">
              <Button onClick={close}>{t('parts.close')}</Button>
            </Group>
          </Stack>
        </Dialog>
      ) : (
        <Confirm
          act={t('merchants.webhookSecret')}
          busy={make.isPending}
          error={make.error}
          onAct={() => make.mutate({ id: merchantId })}
          onClose={close}
          opened={asking}
          title={t('merchants.webhookSecretTitle')}
        >
          {t('merchants.webhookSecretText')}
        </Confirm>
      )}
    </>
  )
}
