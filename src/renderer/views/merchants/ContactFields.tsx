import { Checkbox, Group, Select, Textarea, TextInput } from '@mantine/core'
import { Contacts, Language } from '../../../preload/contract/merchants'
import { useWords } from '../../words'

const WAYS = Contacts.shape.noticeBy.unwrap().options

export interface ContactFieldsProps {
  contacts: Contacts
  onChange: (contacts: Contacts) => void
  errorOf: (field: keyof Contacts) => string | undefined
}

/** How a merchant and its payers are told of what happens to an order. */
export function ContactFields({ contacts, onChange, errorOf }: ContactFieldsProps) {
  const { t } = useWords()
  const change = (changes: Partial<Contacts>) => onChange({ ...contacts, ...changes })
  return (
    <>
      <Group align="flex-start" gap="xs">
        <Select
          data={WAYS.map((way) => ({ value: way, label: t(`merchants.noticeWays.${way}`) }))}
          label={t('merchants.noticeBy')}
          onChange={(value) => change({ noticeBy: WAYS.find((way) => way === value) ?? contacts.noticeBy })}
          size="xs"
          value={contacts.noticeBy}
          w={150}
        />
        <Select
          data={Language.options.map((language) => ({ value: language, label: t(`merchants.languages.${language}`) }))}
          label={t('merchants.contactLanguage')}
          onChange={(value) => change({ language: Language.options.find((one) => one === value) ?? contacts.language })}
          size="xs"
          value={contacts.language}
          w={120}
        />
      </Group>
      <TextInput
        error={errorOf('email')}
        inputMode="email"
        label={t('merchants.email')}
        maxLength={254}
        onChange={(event) => change({ email: event.currentTarget.value })}
        size="xs"
        value={contacts.email}
        withAsterisk={contacts.noticeBy === 'mail'}
      />
      <Textarea
        autosize
        description={t('merchants.postalHint')}
        error={errorOf('postalAddress')}
        label={t('merchants.postalAddress')}
        maxLength={200}
        minRows={2}
        onChange={(event) => change({ postalAddress: event.currentTarget.value })}
        size="xs"
        value={contacts.postalAddress}
        withAsterisk={contacts.noticeBy === 'letter'}
      />
      <TextInput
        description={t('merchants.webhookHint')}
        error={errorOf('webhookUrl')}
        inputMode="url"
        label={t('merchants.webhookUrl')}
        maxLength={500}
        onChange={(event) => change({ webhookUrl: event.currentTarget.value })}
        size="xs"
        value={contacts.webhookUrl}
      />
      <Checkbox
        checked={contacts.tellsPayers}
        description={t('merchants.tellsPayersHint')}
        label={t('merchants.tellsPayers')}
        onChange={(event) => change({ tellsPayers: event.currentTarget.checked })}
        size="xs"
      />
    </>
  )
}
