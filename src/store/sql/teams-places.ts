/** $1: id · $2: tenant · $3: name · $4: service URL · $5: whether the app is installed */
export const SAVE_TEAM = `
  INSERT INTO teams_team (id, tenant, name, service_url, installed) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO UPDATE
    SET tenant = excluded.tenant, name = excluded.name, service_url = excluded.service_url, installed = excluded.installed`;

/** $1: tenant · $2: user · $3: address · $4: service URL · $5: personal chat, or NULL */
export const SAVE_CONTACT = `
  INSERT INTO teams_contact (tenant, user_id, address, service_url, chat) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (tenant, user_id) DO UPDATE
    SET address = excluded.address, service_url = excluded.service_url, chat = excluded.chat`;
