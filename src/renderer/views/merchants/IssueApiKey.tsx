import { Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type ApiKeyRow, OVERLAP_DAYS_MAX } from '../../../preload/contract/api-keys'
import type { MerchantId } from '../../../preload/contract/ids'
import { useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { OnceShown } from '../../parts/OnceShown'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'

const USUAL_OVERLAP_DAYS = 7

export interface IssueApiKeyProps {
  merchantId: MerchantId
  /** Those that the new one may take the place of. */
  keys: readonly ApiKeyRow[]
  onClose: () => void
}

/** Issues a key and shows its secret, this once. */
export function IssueApiKey({ merchantId, keys, onClose }: IssueApiKeyProps) {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [replaced, setReplaced] = useState<ApiKeyRow | null>(null)
  const [days, setDays] = useState<number | string>(USUAL_OVERLAP_DAYS)
  const issue = useAct('merchants.issueApiKey')
  const send = () => {
    const replaces = replaced && { id: replaced.id, days: Number(days) }
    if (name.trim() !== '') issue.mutate({ merchantId, name: name.trim(), replaces })
  }
  if (issue.data) {
    return (
      <Dialog onClose={onClose} opened title={t('merchants.keyIssued')}>
        <Stack gap="sm">
          <Text size="sm">{t('merchants.issueText')}</Text>
          <OnceShown label={t('merchants.key')} text={issue.data.key} />
          <OnceShown label={t('merchants.keySecret')} text={issue.data.secret} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('parts.close')}</Button>
          </Group>
        </Stack>
      </Dialog>
    )
  }
  return (
    <Dialog onClose={onClose} opened title={t('merchants.issueTitle')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('merchants.issueText')}</Text>
          <TextInput
            data-autofocus
            description={t('merchants.keyNameHint')}
            label={t('merchants.keyName')}
            maxLength={60}
            onChange={(event) => setName(event.currentTarget.value)}
            value={name}
            withAsterisk
          />
          {keys.length > 0 ? (
            <Select
              data={[
                { value: '', label: t('merchants.keyReplacesNone') },
                ...keys.map((key) => ({ value: String(key.id), label: key.name })),
              ]}
              label={t('merchants.keyReplaces')}
              onChange={(id) => setReplaced(keys.find((key) => String(key.id) === id) ?? null)}
              value={replaced ? String(replaced.id) : ''}
            />
          ) : null}
          {replaced ? (
            <NumberInput
              allowDecimal={false}
              description={t('merchants.keyOverlapHint')}
              label={t('merchants.keyOverlap')}
              max={OVERLAP_DAYS_MAX}
              min={0}
              onChange={setDays}
              value={days}
            />
          ) : null}
          <RefusalText error={issue.error} />
          <Group gap="xs" justify="flex-end">
            <Button onClick={onClose} variant="default">
              {t('parts.cancel')}
            </Button>
            <Button disabled={name.trim() === ''} loading={issue.isPending} type="submit">
              {t('merchants.issueKey')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
