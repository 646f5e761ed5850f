import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Contacts, MerchantDetail } from '../../../preload/contract/merchants'
import { useAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ContactFields } from './ContactFields'
import { readContacts } from './merchant-contacts'

/** Changes how a merchant and its payers are told; in force at once. */
export function ChangeContacts({ merchant, onEnd }: { merchant: MerchantDetail; onEnd: () => void }) {
  const { t } = useWords()
  const [draft, setDraft] = useState<Contacts>(merchant.contacts)
  const [tried, setTried] = useState(false)
  const change = useAct('merchants.changeContacts')
  const { contacts, problems } = readContacts(draft)
  const errorOf = (field: keyof Contacts) => {
    if (!tried || !problems.includes(field)) return undefined
    return t(draft[field] === '' ? 'parts.required' : 'parts.fieldInvalid')
  }
  const send = () => {
    setTried(true)
    if (contacts) change.mutate({ id: merchant.id, version: merchant.version, contacts }, { onSuccess: onEnd })
  }
  return (
    <Stack gap="xs">
      <ContactFields contacts={draft} errorOf={errorOf} onChange={setDraft} />
      <RefusalText error={change.error} />
      <Group gap="xs">
        <Button loading={change.isPending} onClick={send} size="xs">
          {t('parts.save')}
        </Button>
        <Button onClick={onEnd} size="xs" variant="default">
          {t('parts.cancel')}
        </Button>
      </Group>
    </Stack>
  )
}
