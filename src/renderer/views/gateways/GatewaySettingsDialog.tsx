import { Button, Checkbox, Group, NumberInput, PasswordInput, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type ChangeEvent, useState } from 'react'
import type { GatewayState } from '../../../preload/contract/gateways'
import { useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { FeeBandFields } from './FeeBandFields'
import styles from './gateways.module.css'
import {
  areBands,
  draftOf,
  hasPassword,
  readSettings,
  SECURITIES,
  type SecretKind,
  type SettingField,
  type SettingsDraft,
  type SettingValue,
  secretKind,
  settingFields,
} from './settings-draft'

/** Settles a connector; one that runs starts anew with it. The password that is kept never comes back: it is replaced or forgotten. */
export function GatewaySettingsDialog({ gateway, onClose }: { gateway: GatewayState; onClose: () => void }) {
  const { t } = useWords()
  const { name, version } = gateway
  const [enabled, setEnabled] = useState(gateway.enabled)
  const [draft, setDraft] = useState<SettingsDraft>(() => draftOf(gateway.settings))
  const [secret, setSecret] = useState<string | undefined>(undefined)
  const [tried, setTried] = useState(false)
  const save = useAct('gateways.save')
  const { settings, problems } = readSettings(name, draft)
  const send = () => {
    setTried(true)
    if (settings) save.mutate({ version, enabled, settings, ...(secret === undefined ? {} : { secret }) }, { onSuccess: onClose })
  }
  return (
    <Dialog onClose={onClose} opened title={t('gateways.settingsTitle', { name: t(`nouns.gateway.${name}`) })}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Stack gap="sm">
          <Checkbox checked={enabled} label={t('gateways.enabled')} onChange={(event) => setEnabled(event.currentTarget.checked)} />
          <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
            {settingFields[name].map((field) => (
              <div className={field.hint || field.kind === 'bands' ? styles.wide : undefined} key={field.name}>
                <Setting
                  error={tried && problems.includes(field.name) ? t('parts.fieldInvalid') : undefined}
                  field={field}
                  onChange={(value) => setDraft({ ...draft, [field.name]: value })}
                  value={draft[field.name] ?? ''}
                />
              </div>
            ))}
          </SimpleGrid>
          {draft.security === 'none' ? (
            <Text className={styles.warning} size="sm">
              {t('gateways.securityNone')}
            </Text>
          ) : null}
          {hasPassword(name) ? (
            <Secret hasSecret={gateway.hasSecret} kind={secretKind(name, draft)} onChange={setSecret} secret={secret} />
          ) : null}
          <RefusalText error={save.error} />
          <Group gap="xs" justify="flex-end">
            <Button onClick={onClose} variant="default">
              {t('parts.cancel')}
            </Button>
            <Button loading={save.isPending} type="submit">
              {t('parts.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

interface SettingProps {
  field: SettingField
  value: SettingValue
  error: string | undefined
  onChange: (value: SettingValue) => void
}

function Setting({ field: { name, kind, hint, label: called, choices = [] }, value, error, onChange }: SettingProps) {
  const { t } = useWords()
  const label = t(`gateways.${called ?? name}`)
  if (areBands(value)) return <FeeBandFields bands={value} onChange={onChange} tried={error !== undefined} />
  if (kind === 'security') {
    const data = SECURITIES.map((one) => ({ value: one, label: t(`gateways.securities.${one}`) }))
    return <Select data={data} error={error} label={label} onChange={(chosen) => chosen && onChange(chosen)} value={String(value)} />
  }
  if (kind === 'one_of') {
    const data = choices.map((one) => ({ value: one, label: t(`gateways.choices.${one}`) }))
    return <Select data={data} error={error} label={label} onChange={(chosen) => chosen && onChange(chosen)} value={String(value)} />
  }
  const description = hint ? t(`gateways.${hint}`) : undefined
  if (kind === 'choice') {
    return (
      <Checkbox
        checked={value === true}
        description={description}
        label={label}
        onChange={(event) => onChange(event.currentTarget.checked)}
        size="xs"
      />
    )
  }
  if (kind === 'certificates') {
    return (
      <Textarea
        autosize
        description={description}
        error={error}
        label={label}
        maxRows={6}
        minRows={2}
        onChange={(event) => onChange(event.currentTarget.value)}
        placeholder="-----BEGIN CERTIFICATE-----"
        value={String(value)}
      />
    )
  }
  if (kind === 'number') {
    return (
      <NumberInput
        allowDecimal={false}
        allowNegative={false}
        description={description}
        error={error}
        label={label}
        onChange={onChange}
        value={Number(value)}
      />
    )
  }
  return (
    <TextInput
      description={description}
      error={error}
      label={label}
      onChange={(event) => onChange(event.currentTarget.value)}
      value={String(value)}
    />
  )
}

interface SecretProps {
  hasSecret: boolean
  kind: SecretKind
  /** Undefined: what is kept stays. Empty: it is forgotten. */
  secret: string | undefined
  onChange: (secret: string | undefined) => void
}

function Secret({ hasSecret, kind, secret, onChange }: SecretProps) {
  const { t } = useWords()
  const isKey = kind === 'key'
  const field = {
    autoComplete: 'new-password',
    description: t(hasSecret ? 'gateways.secretKept' : 'gateways.secretNone'),
    disabled: secret === '',
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value),
    value: secret ?? '',
  }
  return (
    <>
      {isKey ? (
        // The lines of a key would run into one in a field of one line.
        <Textarea
          autosize
          label={t('gateways.privateKey')}
          maxRows={6}
          minRows={2}
          placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
          spellCheck={false}
          {...field}
        />
      ) : kind === 'two_lines' ? (
        <Textarea autosize label={t('gateways.twoKeys')} maxRows={3} minRows={2} spellCheck={false} {...field} />
      ) : (
        <PasswordInput label={t('gateways.secret')} {...field} />
      )}
      {hasSecret ? (
        <Checkbox
          checked={secret === ''}
          label={t(isKey ? 'gateways.privateKeyForget' : 'gateways.secretForget')}
          onChange={(event) => onChange(event.currentTarget.checked ? '' : undefined)}
          size="xs"
        />
      ) : null}
    </>
  )
}
