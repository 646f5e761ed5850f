import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { MerchantDetail } from '../../../preload/contract/merchants'
import { useMay } from '../../api'
import { useWords } from '../../words'
import { ChangeContacts } from './ChangeContacts'
import { contactFacts, FactList } from './TermFacts'
import { WebhookSecret } from './WebhookSecret'

/** How a merchant and its payers are told, changing that, and the secret that signs calls to its program. */
export function ContactsPanel({ merchant }: { merchant: MerchantDetail }) {
  const { t } = useWords()
  const mayPrepare = useMay('prepare_merchants')
  const [changing, setChanging] = useState(false)
  if (changing) return <ChangeContacts merchant={merchant} onEnd={() => setChanging(false)} />
  return (
    <>
      <FactList facts={contactFacts(merchant.contacts, t)} />
      {mayPrepare && merchant.state === 'active' ? (
        <Group gap="xs">
          <Button mt="xs" onClick={() => setChanging(true)} size="xs" variant="default">
            {t('merchants.changeContacts')}
          </Button>
          {merchant.contacts.webhookUrl === '' ? null : <WebhookSecret merchantId={merchant.id} />}
        </Group>
      ) : null}
    </>
  )
}
