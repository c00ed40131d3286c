/** The parts of HubSpot's SDK that are used, over our own calls. Each is asked for by itself: the whole SDK would cost more memory. */
import * as associations from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js';
import * as objects from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import * as owners from '@hubspot/api-client/lib/codegen/crm/owners/index.js';
import { type Send, sdkLibrary } from './hubspot-http.ts';

export interface HubspotApi {
  /** Of contacts, notes and deals alike. */
  records: objects.BatchApi;
  search: objects.SearchApi;
  associations: associations.BatchApi;
  owners: owners.OwnersApi;
}

/** @param apiUrl without a slash at the end */
export function createHubspotApi(apiUrl: string, send: Send): HubspotApi {
  const ofObjects = objects.createConfiguration({
    baseServer: new objects.ServerConfiguration(apiUrl, {}),
    httpApi: objects.wrapHttpLibrary(sdkLibrary(objects.ResponseContext, send)),
  });
  const ofAssociations = associations.createConfiguration({
    baseServer: new associations.ServerConfiguration(apiUrl, {}),
    httpApi: associations.wrapHttpLibrary(sdkLibrary(associations.ResponseContext, send)),
  });
  const ofOwners = owners.createConfiguration({
    baseServer: new owners.ServerConfiguration(apiUrl, {}),
    httpApi: owners.wrapHttpLibrary(sdkLibrary(owners.ResponseContext, send)),
  });
  return {
    records: new objects.BatchApi(ofObjects),
    search: new objects.SearchApi(ofObjects),
    associations: new associations.BatchApi(ofAssociations),
    owners: new owners.OwnersApi(ofOwners),
  };
}

/** HubSpot takes so many records in one call. */
export const BATCH = 100;
