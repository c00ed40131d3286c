/**
 * What forms and columns are called in Spanish, Portuguese, French, German, Italian and Dutch, as `foldWords` leaves the names. Only names
 * that mean one field in every language they exist in.
 */
import type { CsvField } from './known-columns.ts';

export const TRANSLATED_COLUMNS: Readonly<Partial<Record<CsvField, string>>> = {
  email: `correo, correo electronico, direccion de correo electronico, correo de trabajo, correo electronico de trabajo,
    correo electronico corporativo, endereco de e mail, endereco de email, e mail profissional, email profissional,
    e mail corporativo, email corporativo, courriel, adresse e mail, adresse email, adresse mail, e mail professionnel,
    email professionnel, adresse e mail professionnelle, e mail adresse, email adresse, geschaftliche e mail,
    geschaftliche e mail adresse, indirizzo e mail, indirizzo email, posta elettronica, email aziendale, e mail aziendale,
    e mail adres, e mailadres, emailadres, zakelijk e mailadres`,
  firstName: 'nombre, nombre de pila, primeiro nome, prenom, vorname, nome, voornaam',
  lastName: 'apellido, apellidos, sobrenome, apelido, nom, nom de famille, nachname, familienname, cognome, achternaam',
  name: `nombre completo, nombre y apellido, nombre y apellidos, nome completo, nom complet, nom et prenom, prenom et nom,
    vollstandiger name, vor und nachname, ihr name, nome e cognome, volledige naam, naam`,
  phone: `telefono, numero de telefono, telefono de contacto, telefono movil, movil, telefone, numero de telefone, celular,
    telemovel, numero de telephone, telefon, telefonnummer, rufnummer, mobilnummer, numero di telefono, cellulare,
    telefoonnummer, telefoon`,
  jobTitle:
    'cargo, puesto, puesto de trabajo, fonction, poste, berufsbezeichnung, qualifica, ruolo, functie, functietitel',
  company: `empresa, nombre de la empresa, compania, nome da empresa, entreprise, societe, nom de l entreprise,
    nom de la societe, firma, firmenname, unternehmen, azienda, nome azienda, societa, bedrijf, bedrijfsnaam`,
  website: 'sitio web, pagina web, site web, webseite, webadresse, sito web',
  employees: `numero de empleados, empleados, numero de funcionarios, nombre d employes, nombre de salaries, effectif,
    mitarbeiter, anzahl mitarbeiter, mitarbeiterzahl, anzahl der mitarbeiter, numero di dipendenti, dipendenti,
    aantal medewerkers`,
  industry: 'sector de actividad, secteur, secteur d activite, branche, settore, setor',
  language: 'idioma, langue, sprache, lingua, taal',
  country: 'pais, pays, land, paese, nazione',
  region: 'provincia, comunidad autonoma, departement, bundesland, regione, provincie, estado',
  city: 'ciudad, localidad, cidade, ville, stadt, ort, citta, plaats',
  postalCode: 'codigo postal, code postal, postleitzahl, plz, cap',
  product: 'producto, produto, produit, produkt, prodotto',
  message: `mensaje, comentario, comentarios, consulta, mensagem, comentarios adicionais, votre message, commentaire,
    commentaires, nachricht, ihre nachricht, kommentar, anmerkungen, messaggio, bericht, opmerkingen`,
  consent: 'consentimiento, consentimento, consentement, einwilligung, consenso, toestemming',
};
